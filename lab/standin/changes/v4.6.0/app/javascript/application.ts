document.title = document.title.trim();
document.documentElement.lang = 'en';
